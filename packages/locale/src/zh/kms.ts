import type { masterKeyDiagnostics } from '@vodflow/kms'
import type { TableOf } from '../table.ts'
import { said } from './said.ts'

export const masterKey: TableOf<typeof masterKeyDiagnostics> = {
  'bad-master-key': (p) => `${said(p.place)}中的主密钥${said(p.found)}；它必须是 32 字节，写成 64 位十六进制数字或 base64`,
  'exposed-master-key': (p) => `本机的所有用户都能读取‘${p.path}’中的主密钥（权限 ${p.mode}）；‘chmod 600’可使其仅所有者可读`,
}
