/** What keeps an address from being one that anybody on the internet may ask. */
export type AddressFault = 'scheme' | 'credentials' | 'private' | 'not-encrypted'

/**
 * Looks at the text of an address alone; nothing is resolved, so a name that leads to a private machine has to be caught where the
 * connection is made. Hosts are read as programs do: `0x7f.1`, `2130706433` and `[::ffff:127.0.0.1]` are this machine.
 */
export function addressFault(address: string): AddressFault | undefined {
  const [, scheme = '', authority = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\]*)/iu.exec(address.trim()) ?? []
  if (!/^https?$/iu.test(scheme) || authority === '') return 'scheme'
  if (authority.includes('@')) return 'credentials'
  if (isPrivateHost(hostOf(authority))) return 'private'
  return scheme.toLowerCase() === 'http' ? 'not-encrypted' : undefined
}

function hostOf(authority: string): string {
  const [, bracketed] = /^\[([^\]]*)\]/u.exec(authority) ?? []
  const host = bracketed ?? authority.replace(/:\d*$/u, '')
  return unescaped(host).normalize('NFKC').toLowerCase().replace(/\.+$/u, '')
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Of an address that a name was resolved to, v4 or v6: whether it is of this machine, of a network of somebody's own or of no use to anybody. */
export function isPrivateAddress(address: string): boolean {
  return address.includes(':') || v4Of(address) !== undefined ? isPrivateHost(address.toLowerCase()) : true
}

function isPrivateHost(host: string): boolean {
  if (host.includes(':')) return isPrivateV6(host.replace(/%.*$/u, ''))
  const v4 = v4Of(host)
  if (v4 !== undefined) return isPrivateV4(v4)
  // A name without a dot is of the local network.
  return !host.includes('.') || /\.(?:localhost|local|internal|lan|home\.arpa)$/u.test(host)
}

/** One to four parts, each decimal, octal or hexadecimal; the last fills what is left. */
function v4Of(host: string): number | undefined {
  const parts = host.split('.').map((part) => (/^0x[\da-f]*$/u.test(part) ? Number.parseInt(part.slice(2) || '0', 16) : /^0[0-7]+$/u.test(part) ? Number.parseInt(part, 8) : /^\d+$/u.test(part) ? Number(part) : Number.NaN))
  const last = parts.at(-1) ?? Number.NaN
  if (parts.length > 4 || parts.some(Number.isNaN) || parts.slice(0, -1).some((part) => part > 255)) return undefined
  const value = parts.slice(0, -1).reduce((sum, part, index) => sum + part * 256 ** (3 - index), last)
  return value < 2 ** 32 ? value : undefined
}

/**
 * First address and bits of the prefix: this network, private, shared, loopback, link-local, protocol, documentation, benchmark,
 * 6to4 relays, multicast and above.
 */
const privateV4: readonly (readonly [first: number, bits: number])[] = [
  [0, 8], [0x0a_00_00_00, 8], [0x64_40_00_00, 10], [0x7f_00_00_00, 8], [0xa9_fe_00_00, 16], [0xac_10_00_00, 12], [0xc0_00_00_00, 24],
  [0xc0_00_02_00, 24], [0xc0_58_63_00, 24], [0xc0_a8_00_00, 16], [0xc6_12_00_00, 15], [0xc6_33_64_00, 24], [0xcb_00_71_00, 24], [0xe0_00_00_00, 3],
]

function isPrivateV4(address: number): boolean {
  return privateV4.some(([first, bits]) => Math.floor(address / 2 ** (32 - bits)) === Math.floor(first / 2 ** (32 - bits)))
}

/** Public is only what is given out to the internet (2000::/3), and what carries a public v4 address to it. */
function isPrivateV6(host: string): boolean {
  const groups = v6Of(host)
  // What cannot be read is not let through.
  if (groups === undefined) return true
  const [first = 0, second = 0, third = 0] = groups
  const tail = (groups[6] ?? 0) * 65_536 + (groups[7] ?? 0)
  const zerosAfter = (from: number): boolean => groups.slice(from, 6).every((group) => group === 0)
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff) return isPrivateV4(tail)
  if (first === 0x64 && second === 0xff_9b && zerosAfter(2)) return isPrivateV4(tail)
  if (first === 0x20_02) return isPrivateV4(second * 65_536 + third)
  // Of 2000::/3: protocols (2001::/23, Teredo tunnels among them) and documentation (2001:db8::/32, 3fff::/20).
  if (first === 0x20_01 && (second < 0x02_00 || second === 0x0d_b8)) return true
  if (first === 0x3f_ff && second < 0x10_00) return true
  return (first & 0xe0_00) !== 0x20_00
}

function v6Of(host: string): readonly number[] | undefined {
  const [, before = '', v4] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/u.exec(host) ?? []
  const tail = v4 === undefined ? undefined : v4Of(v4)
  const text = tail === undefined ? host : `${before}${Math.floor(tail / 65_536).toString(16)}:${(tail % 65_536).toString(16)}`
  const [head = '', rest, ...more] = text.split('::')
  const [left, right] = [groupsIn(head), groupsIn(rest ?? '')]
  const missing = 8 - left.length - right.length
  if (more.length > 0 || missing < 0 || (rest === undefined && missing > 0)) return undefined
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right]
  return groups.some(Number.isNaN) ? undefined : groups
}

function groupsIn(part: string): readonly number[] {
  return part === '' ? [] : part.split(':').map((group) => (/^[\da-f]{1,4}$/u.test(group) ? Number.parseInt(group, 16) : Number.NaN))
}
