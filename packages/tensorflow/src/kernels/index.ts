export { nativeBackend } from './native-operation.js';
export { withPlainRecurrence } from './plain-recurrence.js';
