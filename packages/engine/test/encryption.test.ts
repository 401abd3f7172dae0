import { type DataKeys, type Encryption, fileIdOf, keyAddress } from '@vodflow/engine'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesOf, freshPlace, reportOf, run, type Setting, tasksOf } from './fixture.ts'

const key = { fileId: '5285890784246869930', edk: 'AT-x_y' }
const added = 'fileId=5285890784246869930&keySource=VodBuildInKMS&edk=AT-x_y'
const addressOf = (getKeyUrl: string, more: Partial<typeof key> = {}) => keyAddress({ getKeyUrl, keySource: 'VodBuildInKMS' }, { ...key, ...more })

test.each([
  ['https://keys.example/get', `https://keys.example/get?${added}`],
  ['https://keys.example', `https://keys.example/?${added}`],
  ['https://keys.example/get?', `https://keys.example/get?${added}`],
  ['https://keys.example/get?app=a%20b+c&app=%E4%BD%A0', `https://keys.example/get?app=a%20b+c&app=%E4%BD%A0&${added}`],
  ['https://keys.example/get?flag', `https://keys.example/get?flag&${added}`],
  ['https://keys.example/get?a=1&', `https://keys.example/get?a=1&${added}`],
  ['https://keys.example/get?a=b?c#part?x', `https://keys.example/get?a=b?c&${added}#part?x`],
  ['https://keys.example/get#?a=1', `https://keys.example/get?${added}#?a=1`],
  ['https://keys.example:8443/密钥?片=一', `https://keys.example:8443/%E5%AF%86%E9%92%A5?%E7%89%87=%E4%B8%80&${added}`],
])('the three parameters are added to %s', (written, address) => {
  expect(addressOf(written)).toBe(address)
})

test('nothing in it can end the attribute or the line that it stands in', () => {
  const address = addressOf('https://keys.example/a"b?c="d#"e', { fileId: 'x"&edk=y\n', edk: 'a+b/c==' })
  expect(address).not.toMatch(/["\n\r]/)
  expect(new URL(address).searchParams.get('fileId')).toBe('x"&edk=y\n')
  expect(new URL(address).searchParams.getAll('edk')).toEqual(['a+b/c=='])
})

test('the fileId of a source is made of its bytes, not of where or when it lies', () => {
  const ends = { sizeBytes: 10, sha256OfEnds: 'aa', mtimeMs: 1 }
  const id = fileIdOf([ends])
  expect(id).toMatch(/^[1-9]\d{18}$/)
  expect(fileIdOf([{ ...ends, mtimeMs: 2 } as typeof ends])).toBe(id)
  const others = [fileIdOf([{ ...ends, sizeBytes: 11 }]), fileIdOf([{ ...ends, sha256OfEnds: 'ab' }]), fileIdOf([ends, ends]), fileIdOf([null]), fileIdOf([])]
  expect(new Set([id, ...others]).size).toBe(6)
})

/** Keys in a wrapping that only its own master key knows. */
function fakeKeys(): DataKeys & { readonly made: readonly string[] } {
  const wrapped = new Map<string, Uint8Array>()
  const made: string[] = []
  return {
    made,
    make: (fileId) => {
      const edk = `edk${wrapped.size + 1}`
      wrapped.set(edk, Buffer.from(`fake data key ${10 + wrapped.size}`))
      made.push(`${fileId} ${edk}`)
      return { fileId, edk }
    },
    open: ({ edk }) => wrapped.get(edk),
  }
}

const getKeyUrl = 'https://keys.example/get'

function setting(keys: Setting['keys'], seen: (Encryption | undefined)[]): Setting {
  return {
    tasks: [{ id: 'a', getKeyUrl }, { id: 'b', getKeyUrl: `${getKeyUrl}?b` }, { id: 'c' }],
    script: {
      steps: [{ id: 'one', does: [{ task: 'a' }] }, { id: 'two', needs: ['one'], does: [{ task: 'b' }] }, { id: 'three', does: [{ task: 'c' }] }],
      onExecute: (_step, { encryption }) => void seen.push(encryption),
    },
    ...(keys && { keys }),
  }
}

test('one key for all of a run, the same one when it goes on, and nowhere written down', async () => {
  const [place, keys, seen] = [await freshPlace(), fakeKeys(), [] as (Encryption | undefined)[]]
  await run(place, setting(keys, seen))
  await rm(join(place.out, 'b.txt'))
  const again = await run(place, setting(keys, seen))
  expect(tasksOf(again)).toEqual({ a: 'done', b: 'done', c: 'done' })
  expect(keys.made).toHaveLength(1)
  expect(again.backend.begun).toEqual(['two'])
  expect(new Set(seen.map((encryption) => Buffer.from(encryption?.dataKey ?? '').toString()))).toEqual(new Set(['fake data key 10']))
  const { key } = reportOf(again)
  expect(key).toEqual({ fileId: expect.stringMatching(/^\d{19}$/), edk: 'edk1' })
  expect(seen[0]?.keyAddresses).toEqual({ a: `${getKeyUrl}?fileId=${key?.fileId}&keySource=VodBuildInKMS&edk=edk1`, b: `${getKeyUrl}?b&fileId=${key?.fileId}&keySource=VodBuildInKMS&edk=edk1` })
  for (const file of await readdir(place.out, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toMatch(/fake data key|ZmFrZSBkYXRh|66616b65/)
  }
})

test('a new run has a key of its own, under the fileId that was asked for', async () => {
  const [place, keys] = [await freshPlace(), fakeKeys()]
  await run(place, setting(keys, []))
  await run(place, { ...setting(keys, []), fileId: '42' })
  expect(keys.made).toEqual([expect.stringMatching(/^\d{19} edk1$/), '42 edk2'])
})

test('what encrypts nothing asks for no key', async () => {
  const [place, keys, seen] = [await freshPlace(), fakeKeys(), [] as (Encryption | undefined)[]]
  const plain = setting(keys, seen)
  await run(place, { ...plain, tasks: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] })
  expect([keys.made, seen]).toEqual([[], [undefined, undefined, undefined]])
})

test('without a master key nothing is begun: run/no-master-key', async () => {
  const place = await freshPlace()
  const ran = await run(place, setting({ missing: 'no key here' }, []))
  expect([codesOf(ran), ran.backend.begun]).toEqual([['run/no-master-key'], []])
  expect(codesOf(await run(place, setting(undefined, [])))).toEqual(['run/no-master-key'])
})

test('a run goes on with its own master key or not at all: run/other-master-key', async () => {
  const [place, keys] = [await freshPlace(), fakeKeys()]
  await run(place, setting(keys, []))
  await rm(join(place.out, 'b.txt'))
  const record = await readFile(join(place.out, '.vodflow/run.jsonl'), 'utf8')
  expect(codesOf(await run(place, setting(fakeKeys(), [])))).toEqual(['run/other-master-key'])
  expect(codesOf(await run(place, setting({ missing: 'gone' }, [])))).toEqual(['run/no-master-key'])
  expect(await readFile(join(place.out, '.vodflow/run.jsonl'), 'utf8')).toBe(record)
  expect(tasksOf(await run(place, setting(keys, [])))).toEqual({ a: 'done', b: 'done', c: 'done' })
})

test('what is done is reported without a master key; what is lost is not made again without it', async () => {
  const [place, keys] = [await freshPlace(), fakeKeys()]
  await run(place, setting(keys, []))
  expect(reportOf(await run(place, setting({ missing: 'gone' }, []))).ok).toBe(true)
  await rm(join(place.out, 'b.txt'))
  await writeFile(join(place.out, 'a.txt'), 'short')
  expect(codesOf(await run(place, setting({ missing: 'gone' }, [])))).toEqual(['run/no-master-key'])
})
