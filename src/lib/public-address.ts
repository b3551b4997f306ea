import { BlockList, isIP } from 'node:net'

/**
 * Is this IP address one of the open internet? Everything else belongs to this machine, its network or nobody, and an
 * address in a vendor's answer must not lead there. Ranges: https://www.iana.org/assignments/iana-ipv4-special-registry,
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  const plain = withoutZone(address)
  const embedded = embeddedIpv4(plain)
  if (embedded !== undefined) return isPublicAddress(embedded)
  if (isIP(plain) === 4) return !RESERVED.check(plain, 'ipv4')
  return isIP(plain) === 6 && GLOBAL_IPV6.check(plain, 'ipv6') && !RESERVED.check(plain, 'ipv6')
}

export function isLoopbackAddress(address: string): boolean {
  const plain = withoutZone(address)
  const ipv4 = embeddedIpv4(plain) ?? plain
  return isIP(ipv4) === 4 ? ipv4.startsWith('127.') : isIP(plain) === 6 && canonical(plain) === '::1'
}

const RESERVED = new BlockList()
for (const range of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Tunnels and documentation inside the global range: Teredo and its neighbours, 6to4, examples.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
]) {
  const [network = '', bits] = range.split('/')
  RESERVED.addSubnet(network, Number(bits), isIP(network) === 4 ? 'ipv4' : 'ipv6')
}

const GLOBAL_IPV6 = new BlockList()
GLOBAL_IPV6.addSubnet('2000::', 3, 'ipv6')

const IPV4_INSIDE = new BlockList()
// Mapped addresses, and NAT64, through which an IPv6-only network reaches all of IPv4.
IPV4_INSIDE.addSubnet('::ffff:0:0', 96, 'ipv6')
IPV4_INSIDE.addSubnet('64:ff9b::', 96, 'ipv6')

function embeddedIpv4(address: string): string | undefined {
  if (isIP(address) !== 6 || !IPV4_INSIDE.check(address, 'ipv6')) return undefined
  const [high = 0, low = 0] = lastGroups(canonical(address))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function lastGroups(address: string): readonly number[] {
  const tail = address.slice(address.lastIndexOf('::') + 2)
  const groups = ['0', '0', ...tail.split(':')].slice(-2)
  return groups.map((group) => Number.parseInt(group || '0', 16))
}

/** Short hexadecimal groups, whatever the spelling. */
function canonical(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1)
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, '')
}
