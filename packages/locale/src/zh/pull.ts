import type { pullDiagnostics, pullRoomDiagnostics } from '@vodflow/pull'
import type { TableOf } from '../table.ts'
import { said } from './said.ts'

export const pull: TableOf<typeof pullDiagnostics> = {
  'source-url-unusable': (p) => `无法拉取源‘${p.url}’：${said(p.why)}`,
  'source-address-private': (p) => `‘${p.host}’${p.host === p.address ? '' : `指向 ${p.address}，这`}是本机或私有网络的地址；若要允许，请在 vodflow.config.json 的‘pull.allow’中写入该主机或其网络`,
  'source-host-unknown': (p) => `主机‘${p.host}’没有地址：${said(p.why)}`,
  'source-not-reached': (p) => `无法连接‘${p.host}’：${said(p.why)}${tried(p.attempts)}`,
  'source-not-trusted': (p) => `无法与‘${p.host}’建立加密连接：${said(p.why)}`,
  'source-http-status': (p) => `服务器对‘${p.url}’的回答是 ${p.status}：${said(p.why)}${tried(p.attempts)}`,
  'source-bad-redirect': (p) => `‘${p.url}’被重定向，但没有到达文件：${said(p.why)}`,
  'source-too-large': (p) => `‘${p.url}’${p.bytes === 'more' ? '超过' : `有 ${grouped(p.bytes)} 字节，超过`}允许的 ${grouped(p.maxBytes)} 字节；可用 --max-size 或‘pull.maxBytes’放宽`,
  'source-md5-differs': (p) => `‘${p.url}’的 MD5 是 ${p.found}，而要求的是 ${p.expected}`,
  'source-cut-short': (p) =>
    `‘${p.url}’始终没有传完：已有 ${grouped(p.received)} 字节${p.total === 'unknown' ? '' : `（共 ${grouped(p.total)} 字节）`}，然后${said(p.why)}${tried(p.attempts)}；再次执行同一命令会从此处继续`,
}

export const pullRoom: TableOf<typeof pullRoomDiagnostics> = {
  'no-room-for-source': (p) => `‘${p.folder}’中没有空间容纳‘${p.url}’${p.needed === 'unknown' ? '' : `尚未到达的 ${grouped(p.needed)} 字节`}；请腾出空间后再次执行同一命令`,
  'source-not-kept': (p) => `无法把拉取的内容写入‘${p.folder}’：${said(p.why)}`,
}

function tried(attempts: number): string {
  return attempts > 1 ? `（尝试了 ${attempts} 次）` : ''
}

function grouped(value: number): string {
  return value.toLocaleString('en')
}
