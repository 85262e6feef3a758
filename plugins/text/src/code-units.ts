/** Reads texts as UTF-16, each into the same memory: a loop over an array is several times as fast as one over a string. */
export class CodeUnits {
  private units = new Uint16Array(0);
  private bytes = Buffer.from(this.units.buffer);

  /** Those of a text, with `terminator` behind them. They stay until the next text is read. */
  read(text: string, terminator: number): Uint16Array {
    if (this.units.length <= text.length) {
      this.units = new Uint16Array(2 * (text.length + 1));
      this.bytes = Buffer.from(this.units.buffer);
    }
    this.bytes.write(text, 'utf16le');
    this.units[text.length] = terminator;
    return this.units;
  }
}
