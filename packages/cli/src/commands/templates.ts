import { prettyJson } from '@vodflow/core'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { templateDetails, templateTable } from '../reporters/template-text.ts'
import { openSession } from '../session.ts'

/** All templates of the project, or every one with a number: 10 exists in five kinds. */
export async function templates(invocation: Invocation, id: string): Promise<number> {
  if (id !== '' && !/^\d{1,15}$/.test(id)) return refuse(invocation, `'${id}' is no definition; give a number, as in 'vodflow templates 230'`)
  const opened = await openSession(invocation)
  await reportDiagnostics(invocation, opened.diagnostics)
  if (!opened.ok) return exitStatus.refused
  try {
    const all = opened.value.templates.all()
    const wanted = id === '' ? all : all.filter(({ definition }) => definition === Number(id))
    if (wanted.length === 0) return refuse(invocation, `no template has the definition ${id}; 'vodflow templates' lists them all`)
    if (invocation.json) invocation.io.stdout.write(prettyJson(wanted))
    else invocation.io.stdout.write(id === '' ? templateTable(wanted) : wanted.map(templateDetails).join('\n'))
    return exitStatus.done
  } finally {
    await opened.value.close()
  }
}
