/** An image that cannot be decoded. The message, shown to users, completes "the image ... : it is truncated". */
export class ImageFault extends Error {}
