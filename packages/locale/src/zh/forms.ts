import type { convertDiagnostics } from '@vodflow/forms'
import type { TableOf } from '../table.ts'
import { said } from './said.ts'

export const convert: TableOf<typeof convertDiagnostics> = {
  action: (p) => `‘${p.target}’形式无法表达此处的‘${p.kind}’`,
  field: (p) => `‘${p.field}’在此为 ${said(p.found)}，形式‘${p.target}’无法表达`,
  parameter: (p) => `‘${p.name}’在形式‘${p.target}’中不能留待以后给出；请给出实参，如‘file(10)’，以转换这一次调用`,
  condition: (p) => `形式‘${p.target}’无法向源文件询问此事；请用 --assume 说明源文件，以转换该源文件所得的结果`,
  'one-instance': (p) => `新的形式中已写入${[...(p.arguments ? ['此次调用的参数'] : []), ...(p.source ? ['各条件对此源文件的结果'] : [])].join('和')}，不再有可选择之处`,
}
