import { BlockList, isIP } from 'node:net'
import { isPrivateAddress } from '@vodflow/core'

/** Who may be asked beyond the open internet: `pull.allow` of the config. */
export interface AllowList {
  readonly allowsHost: (host: string) => boolean
  readonly allowsAddress: (address: string) => boolean
}

/** Host names as they are (and `*.name` for all below one), addresses, and networks as `10.0.0.0/8`. */
export function allowListOf(entries: readonly string[]): AllowList {
  // Node's list is made for blocking; what it does is to tell whether an address is in it.
  const networks = new BlockList()
  const names = new Set<string>()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const version = isIP(address)
    const longest = version === 4 ? 32 : 128
    if (version === 0) names.add(entry.toLowerCase())
    // A network that is none permits nobody.
    else if (bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= longest)) networks.addSubnet(address, bits === undefined ? longest : Number(bits), version === 4 ? 'ipv4' : 'ipv6')
  }
  return {
    allowsHost: (host) => names.has(host.toLowerCase()) || parentsOf(host.toLowerCase()).some((parent) => names.has(`*.${parent}`)),
    allowsAddress: (address) => isIP(address) !== 0 && networks.check(withoutZone(address), isIP(address) === 4 ? 'ipv4' : 'ipv6'),
  }
}

function parentsOf(host: string): readonly string[] {
  const parts = host.split('.')
  return parts.slice(1).map((_, index) => parts.slice(index + 1).join('.'))
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/u, '')
}

export function mayBeAsked(host: string, address: string, allowed: AllowList): boolean {
  return !isPrivateAddress(address) || allowed.allowsHost(host) || allowed.allowsAddress(address)
}
