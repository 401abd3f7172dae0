import { notifyModes, type NotifyMode, type PositionType } from '@vodflow/core'
import { inDocumentedCase } from '../slips.ts'
import type { Scalar } from './parameters.ts'
import type { Slot } from './reader.ts'

const integerTypes = ['definition', 'integer', 'number'] as const
/** A week, as the schema says of a number that is written there. */
const longestSeconds = 604_800
const longestMilliseconds = longestSeconds * 1000

export const definitionsSlot: Slot<number> = {
  expected: "a template's number or a list of them",
  types: [...integerTypes, 'definitions', 'list'],
  accepts: isDefinition,
  list: true,
  zeroIsNone: true,
  maxCount: 100,
}

export const watermarksSlot: Slot<number> = {
  ...definitionsSlot,
  expected: 'at most 10 numbers of watermark templates',
  maxCount: 10,
}

export const drmSlot: Slot<number> = {
  expected: "a DRM template's number",
  types: integerTypes,
  accepts: isDefinition,
  zeroIsNone: true,
}

export const flagSlot: Slot<boolean> = {
  normal: (value) => (value === 0 || value === 1 ? value === 1 : value),
  expected: 'true or false',
  types: ['boolean'],
  accepts: (value): value is boolean => typeof value === 'boolean',
}

export const ssimSlot: Slot<number> = {
  expected: 'a number above 0, at most 1',
  types: ['integer', 'number'],
  accepts: (value): value is number => typeof value === 'number' && value > 0 && value <= 1,
}

export const timeSlot: Slot<number> = {
  expected: `a number from 0 to ${longestSeconds}`,
  types: ['integer', 'number'],
  accepts: (value): value is number => typeof value === 'number' && value >= 0 && value <= longestSeconds,
}

export const timesSlot: Slot<number> = {
  expected: `a number from 0 to ${longestMilliseconds} or a list of them`,
  types: ['integer', 'number', 'list'],
  accepts: (value): value is number => typeof value === 'number' && value >= 0 && value <= longestMilliseconds,
  list: true,
}

export const notifyModeSlot: Slot<NotifyMode> = {
  normal: (value) => inDocumentedCase(value, notifyModes),
  expected: '"Finish", "Change" or "None"',
  types: ['string'],
  accepts: (value): value is NotifyMode => notifyModes.some((mode) => mode === value),
}

export const positionTypeSlot: Slot<PositionType> = {
  normal: (value) => inDocumentedCase(value, ['Time', 'Percent']),
  expected: '"Time" or "Percent"',
  types: ['string'],
  accepts: (value): value is PositionType => value === 'Time' || value === 'Percent',
}

export const prioritySlot: Slot<number> = {
  expected: 'an integer from -10 to 10',
  types: ['integer', 'number'],
  accepts: (value): value is number => Number.isInteger(value) && Number(value) >= -10 && Number(value) <= 10,
}

function isDefinition(value: Scalar): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1
}
