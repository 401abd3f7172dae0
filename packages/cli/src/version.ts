/** Held equal to package.json by a test; reading that file would cost a start-up. */
export const version = '0.1.0'
