/** Returns a name as all names of classes, columns and files are compared: in Unicode's form NFC, without white space around it. */
export const className = (name: string) => name.normalize('NFC').trim();
