import type { WireBody } from './project-template.ts'

export function isWireBody(value: unknown): value is WireBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Members of `own` win; members that are objects in both are merged in turn. Neither is changed. */
export function mergeBodies(base: WireBody, own: WireBody): WireBody {
  const merged = new Map<string, unknown>(Object.entries(base))
  for (const [name, value] of Object.entries(own)) {
    const below = merged.get(name)
    merged.set(name, isWireBody(below) && isWireBody(value) ? mergeBodies(below, value) : value)
  }
  return Object.fromEntries(merged)
}
