import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ModelJson, mergePatch } from '../../src/aws/model-file.ts'
import { SELECTION } from './selection.ts'
import { servicesType, serviceTypes } from './types.ts'

const MODELS = join(import.meta.dirname, '../../models')

/** File name -> text of everything in `src/aws/generated/`, made from `models/` alone. */
export function generatedFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const [service, { declaresErrors }] of Object.entries(SELECTION)) {
    files.set(`${service}.ts`, serviceTypes(service, readModel(service), declaresErrors))
  }
  files.set('services.ts', servicesType(Object.keys(SELECTION)))
  return files
}

function readModel(service: string): ModelJson {
  const model: unknown = JSON.parse(readFileSync(join(MODELS, `${service}.json`), 'utf8'))
  const patch = join(MODELS, `${service}.patch.json`)
  // models/ is written by tools/import-models.ts in this form.
  return (existsSync(patch) ? mergePatch(model, JSON.parse(readFileSync(patch, 'utf8'))) : model) as ModelJson
}
