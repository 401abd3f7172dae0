import { refuse, type Invocation } from '../invocation.ts'

export async function doctor(invocation: Invocation): Promise<number> {
  return refuse(invocation, 'doctor is not there yet')
}
