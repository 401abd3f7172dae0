/** Why the reader leaves a file to ffprobe: it reads only what it can tell exactly. */
export class Declined extends Error {}

export function decline(why: string): never {
  throw new Declined(why)
}

/** Numbers of a box, big end first. Reading past the end declines. */
export class Bytes {
  readonly #bytes: Buffer
  at: number

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.at = at
  }

  get left(): number {
    return this.#bytes.length - this.at
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#step(1))
  }

  u16(): number {
    return this.#bytes.readUInt16BE(this.#step(2))
  }

  u24(): number {
    return this.#bytes.readUIntBE(this.#step(3), 3)
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#step(4))
  }

  i32(): number {
    return this.#bytes.readInt32BE(this.#step(4))
  }

  u64(): number {
    return safe(this.#bytes.readBigUInt64BE(this.#step(8)))
  }

  i64(): number {
    return safe(this.#bytes.readBigInt64BE(this.#step(8)))
  }

  word(): string {
    return this.#take(4).toString('latin1')
  }

  take(count: number): Buffer {
    return this.#take(count)
  }

  skip(count: number): this {
    this.#step(count)
    return this
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.at)
  }

  #take(count: number): Buffer {
    const start = this.#step(count)
    return this.#bytes.subarray(start, start + count)
  }

  #step(count: number): number {
    const start = this.at
    if (count < 0 || count > this.left) decline('a box ends early')
    this.at += count
    return start
  }
}

function safe(value: bigint): number {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : decline('a number beyond 2^53')
}

/** Single bits of a parameter set, most significant first, as H.264 and its heirs write them. */
export class Bits {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3]
    if (byte === undefined) decline('a parameter set ends early')
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at += 1
    return bit
  }

  bits(count: number): number {
    let value = 0
    for (let left = count; left > 0; left -= 1) value = value * 2 + this.bit()
    return value
  }

  flag(): boolean {
    return this.bit() === 1
  }

  skip(count: number): void {
    for (let left = count; left > 0; left -= 1) this.bit()
  }

  /** Exponential Golomb, unsigned. */
  ue(): number {
    let zeros = 0
    while (this.bit() === 0) {
      zeros += 1
      if (zeros > 32) decline('a number that is too long in a parameter set')
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  se(): number {
    const code = this.ue()
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2
  }
}

/** A NAL unit without its emulation prevention: 0 0 3 stands for 0 0. */
export function unescaped(nal: Buffer): Buffer {
  const out = Buffer.alloc(nal.length)
  let length = 0
  let zeros = 0
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    out[length] = byte
    length += 1
  }
  return out.subarray(0, length)
}
