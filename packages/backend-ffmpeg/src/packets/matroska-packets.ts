import { decline } from '../index-reader/bytes.ts'
import type { PacketSource } from './packet-source.ts'

export async function openMatroskaPackets(_path: string, _startSeconds: number): Promise<PacketSource> {
  return decline('Matroska is not read yet')
}
