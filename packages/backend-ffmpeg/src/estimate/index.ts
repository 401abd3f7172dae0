export { estimatePlan } from './estimate-plan.ts'
export { unitCosts, type UnitCost } from './unit-costs.ts'
