import type { addressDiagnostics } from '@vodflow/compiler'
import type { TableOf } from '../table.ts'

const faults = { scheme: '不是 http 或 https 地址', credentials: '含有用户名或密码，每个播放器都能看到', private: '指向本机或内网，播放器无法访问' }

export const address: TableOf<typeof addressDiagnostics> = {
  'unsafe-address': (p) => `‘${p.field}’${faults[p.fault]}`,
  'unencrypted-address': (p) => `‘${p.field}’是 http 地址，密钥在传输中可被读取；请写 https`,
}
