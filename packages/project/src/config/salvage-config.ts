import { defaultConfig, type ProjectConfig } from '@vodflow/core'
import { parse } from 'jsonc-parser'
import { bracketDepth } from '../bracket-depth.ts'

/** Of a damaged or misfitting text, the members that are what they have to be; defaults for the others. */
export function salvagedConfig(text: string): ProjectConfig {
  const written: unknown = bracketDepth(text) > 20 ? undefined : parse(text, [], { allowTrailingComma: true })
  const { defaults, procedures, templates } = recordOf(written)
  const { transcode, watermark } = recordOf(defaults)
  return {
    ...defaultConfig,
    defaults: { ...(isListOf(transcode, isWhole) && { transcode }), ...(isWhole(watermark) && { watermark }) },
    procedures: isListOf(procedures, isText) ? procedures : defaultConfig.procedures,
    templates: isListOf(templates, isText) ? templates : defaultConfig.templates,
  }
}

function recordOf(value: unknown): { readonly [member: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
}

function isListOf<T>(value: unknown, isOne: (element: unknown) => element is T): value is readonly T[] {
  return Array.isArray(value) && value.length <= 100 && value.every(isOne)
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value)
