import { generate } from './generate.mjs'

export async function setup() {
  await generate()
}
