// As a whole: a Node.js without hash is told so in words (config.ts), which it would not live to hear by name.
import crypto from 'node:crypto'

/** The digest of a text or of bytes, in hexadecimal unless asked otherwise. */
export const { hash } = crypto
