/** Reads texts as UTF-16 code units into reused memory: a loop over an array is several times faster than one over a string. */
export class CodeUnits {
  private units = new Uint16Array(0);
  private bytes = Buffer.from(this.units.buffer);

  /** Returns the code units of a text followed by `terminator`, valid until the next call. */
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
