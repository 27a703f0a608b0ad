/** An entry of an EMV text: two digits and a value, or entries of its own. */
export type EmvEntry = readonly [id: string, value: string | readonly EmvEntry[]]

const entryText = ([id, value]: EmvEntry): string => {
  const text = typeof value === 'string' ? value : value.map(entryText).join('')
  if (text.length > 99) throw new Error(`EMV entry ${id} has ${text.length} characters, at most 99`)
  return `${id}${String(text.length).padStart(2, '0')}${text}`
}

/** CRC-16/CCITT-FALSE of a text of ASCII, four hexadecimal digits in capitals. Source: EMV QR Code Specification 1.1, 4.7.3. */
export const crc16 = (text: string): string => {
  let crc = 0xffff
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}

/** The text of a payment QR code: the entries one after another, and their checksum (63). Source: as above, chapter 3. */
export const emvText = (entries: readonly EmvEntry[]): string => {
  const text = `${entries.map(entryText).join('')}6304`
  return text + crc16(text)
}
