import type { Workbench, WorkbenchOptions } from './workbench.ts'

export type { OwnTemplate, ProcedurePlace, Workbench, WorkbenchFile, WorkbenchOptions } from './workbench.ts'

/** Loaded when an editor asks: no other command needs it. */
export async function openWorkbench(folder: string, options: WorkbenchOptions): Promise<Workbench | undefined> {
  return (await import('./workbench.ts')).openWorkbench(folder, options)
}

export async function projectFolderOf(path: string): Promise<string> {
  return (await import('./workbench.ts')).projectFolderOf(path)
}
