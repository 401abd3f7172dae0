import { expect, test } from 'vitest'
import { parsePlaylist } from '../src/index.ts'

const media = `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:10
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example/get?a=b,c&edk=x",IV=0x000102030405060708090a0b0c0d0e0f
#EXTINF:10.010000,
a_00000.ts
#EXTINF:2.5,
a_00001.ts
#EXT-X-ENDLIST
`
const master = `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-STREAM-INF:BANDWIDTH=300000,AVERAGE-BANDWIDTH=250000,RESOLUTION=320x180,CODECS="avc1.64000c,mp4a.40.2",FRAME-RATE=23.976
a.m3u8
`

test('a media playlist is read whole', () => {
  expect(parsePlaylist(media)).toMatchObject({
    kind: 'media', targetDuration: 10,
    segments: [{ uri: 'a_00000.ts', seconds: 10.01, key: { uri: 'https://keys.example/get?a=b,c&edk=x', iv: Buffer.from([...Array(16).keys()]) } }, { uri: 'a_00001.ts', seconds: 2.5 }],
  })
})

test('without an IV a segment decrypts by its number', () => {
  const read = parsePlaylist(media.replace(/,IV=0x\w+/, ''))
  expect(read.kind === 'media' && read.segments.map(({ key }) => key?.iv.readUInt8(15))).toEqual([7, 8])
})

test('a master playlist is read whole', () => {
  expect(parsePlaylist(master)).toMatchObject({
    kind: 'master', variants: [{ uri: 'a.m3u8', bandwidth: 300_000, averageBandwidth: 250_000, width: 320, height: 180, codecs: ['avc1.64000c', 'mp4a.40.2'], frameRate: 23.976 }],
  })
})

test.each([
  ['an unknown tag', media.replace('#EXT-X-ENDLIST', '#EXT-X-BYTERANGE:1\n#EXT-X-ENDLIST')], ['a comment', `${media}# hello\n`], ['no last line feed', media.trimEnd()],
  ['carriage returns', media.replaceAll('\n', '\r\n')], ['a tag twice', media.replace('#EXT-X-VERSION:3\n', '#EXT-X-VERSION:3\n#EXT-X-VERSION:3\n')],
  ['a media tag in a master playlist', master.replace('#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:10')], ['a segment longer than its target', media.replace('10.010000', '10.6')],
  ['decimals in version 2', media.replace('VERSION:3', 'VERSION:2')], ['no end', media.replace('#EXT-X-ENDLIST\n', '')], ['an unknown attribute', media.replace('METHOD=', 'KEYID=1,METHOD=')],
  ['another method', media.replace('AES-128', 'SAMPLE-AES')], ['a short list', media.replace('IV=0x', 'IV=')], ['a long IV', media.replace('IV=0x', 'IV=0x00')], ['no bandwidth', master.replace('BANDWIDTH=300000,', '')],
  ['an average above the peak', master.replace('250000', '350000')], ['codecs without quotes', master.replaceAll('"', '')], ['a comma at the end', master.replace('23.976', '23.976,')],
  ['a stream without a URI', master.replace('a.m3u8\n', '')], ['a segment without a duration', media.replace('#EXTINF:2.5,\n', '')], ['a duration without its comma', media.replace('2.5,', '2.5')],
])('%s is refused', (_what, text) => {
  expect(() => parsePlaylist(text)).toThrow()
})
