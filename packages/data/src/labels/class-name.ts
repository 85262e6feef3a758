/** Returns a name in the form in which names of classes, columns and files are compared: Unicode NFC, trimmed. */
export const className = (name: string) => name.normalize('NFC').trim();
