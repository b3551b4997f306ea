/**
 * "+" and digits, or undefined where the number does not tell its country: a guessed country code would send somebody
 * else the message. 8 to 15 digits, the first not 0: https://www.itu.int/rec/T-REC-E.164
 */
export function internationalPhone(text: string | undefined): string | undefined {
  const bare = (text ?? '')
    .replace(/[\s./\u2010-\u2015-]/g, '')
    // In "+44 (0)20 …" the zero is for callers inside the country.
    .replace(/(?<=\+\d{1,3})\(0\)/, '')
    .replace(/[()]/g, '')
  const [, digits] = /^(?:\+|00)([1-9]\d{7,14})$/.exec(bare) ?? []
  return digits && `+${digits}`
}
