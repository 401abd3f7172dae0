export { templateFileDiagnostics } from './diagnostics.ts'
export { loadEachTemplate, loadTemplates, type LoadedTemplates, type LoadTemplatesRequest } from './load-templates.ts'
export { readTemplateText } from './read-template.ts'
export { catalogueDespiteErrors, type CatalogueWithStandIns } from './stand-ins.ts'
