/** What may be secret in a URL: the user and the password, the values of its query, and the fragment. */
const authority = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/iu

/** The same plain data; in each text that is a URL, `***` in place of what may be secret. */
export function withoutSecrets<T>(value: T): T {
  // Only texts are changed, so what comes out has the type of what went in.
  return changed(value) as T
}

function changed(value: unknown): unknown {
  if (typeof value === 'string') return publicUrl(value)
  if (Array.isArray(value)) return value.map(changed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, changed(member)]))
}

/** `https://user:pw@example.org/key?token=x#y` → `https://***@example.org/key?token=***#***`; any other text as it is. */
export function publicUrl(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(text)) return text
  const [beforeFragment = '', ...fragment] = text.split('#')
  const [address = '', ...query] = beforeFragment.split('?')
  const shown = query.join('?').replaceAll(/([^&;=]+)(=[^&;]*)?/gu, (_, name: string, value: string | undefined) => (value === undefined ? '***' : `${name}=***`))
  return `${address.replace(authority, '$1***@')}${query.length > 0 ? `?${shown}` : ''}${fragment.length > 0 ? '#***' : ''}`
}

/** A URL anywhere in a text, a call say, that has something to hide. */
export function secretUrlIn(text: string): string | undefined {
  const urls = text.match(/[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)}\]]+/giu) ?? []
  return urls.map(publicUrl).find((shown, index) => shown !== urls[index])
}
