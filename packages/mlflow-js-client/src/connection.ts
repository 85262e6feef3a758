import { MlflowError } from './mlflow-error.js';

export interface ConnectionOptions {
  /** Base URL, for example `http://127.0.0.1:5000`. */
  readonly trackingUri: string;
  /** Bearer token; takes precedence over username and password. */
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  /** Time limit of a request; default: 10 s. */
  readonly timeoutMs?: number;
  /** Maximum number of attempts while the server is busy or unreachable; default: 4. */
  readonly attempts?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;

/** Sends requests to an MLflow server, and retries with growing pauses if it is busy (429, 5xx) or does not respond. */
export class Connection {
  constructor(private readonly options: ConnectionOptions) {}

  async json<Answer>(method: 'GET' | 'POST', path: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    const query = method === 'GET' ? `?${new URLSearchParams(body as Record<string, string>)}` : '';
    const response = await this.send(method, `/api/2.0${path}${query}`, {
      body: method === 'POST' ? JSON.stringify(body) : undefined,
      headers: { 'content-type': 'application/json' },
    });
    const text = await response.text();
    try {
      return JSON.parse(text) as Answer;
    } catch (cause) {
      const message = `${method} ${path}: the response is not JSON: ${beginning(text)}`;
      throw new MlflowError(message, 'HTTP_ERROR', response.status, { cause });
    }
  }

  async send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const attempts = this.options.attempts ?? DEFAULT_ATTEMPTS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.sendOnce(method, path, init);
      } catch (error) {
        const status = error instanceof MlflowError ? error.status : undefined;
        const passing = status === undefined || status === 429 || status >= 500;
        if (!passing || attempt >= attempts) throw error;
        // Jitter, so that several runs do not retry at the same time.
        const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  private async sendOnce(method: string, path: string, init: RequestInit): Promise<Response> {
    const url = this.options.trackingUri.replace(/\/+$/, '') + path;
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetch(url, { ...init, method, signal, headers: { ...init.headers, ...this.authorization() } });
    } catch (cause) {
      throw new MlflowError(
        `The MLflow server at ${this.options.trackingUri} does not respond.`,
        'UNREACHABLE',
        undefined,
        { cause },
      );
    }
    if (!response.ok) throw await errorOf(response, `${method} ${path.split('?')[0]}`);
    return response;
  }

  private authorization(): Record<string, string> {
    const { token, username, password } = this.options;
    if (token) return { authorization: `Bearer ${token}` };
    if (username === undefined) return {};
    return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
  }
}

async function errorOf(response: Response, request: string): Promise<MlflowError> {
  const text = await response.text();
  const { error_code: code, message } = answerOf(text);
  const said = typeof message === 'string' && message !== '' ? message : `HTTP ${response.status} ${beginning(text)}`;
  return new MlflowError(`${request}: ${said}`.trim(), typeof code === 'string' ? code : 'HTTP_ERROR', response.status);
}

/** Parses an error response of MLflow; that of a proxy may be any text. */
function answerOf(text: string): { readonly error_code?: unknown; readonly message?: unknown } {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}

const beginning = (text: string) => text.slice(0, 200).trim();
