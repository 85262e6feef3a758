/** Why an image can not be read, in words that are shown. */
export class ImageFault extends Error {}
