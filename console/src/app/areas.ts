import { accessGraphArea } from '../access-graph/area.ts'
import { instanceProfilesArea } from '../instance-profiles/area.ts'
import { policyEditorArea } from '../policy-editor/area.ts'
import { roleOrProfileArea } from '../role-or-profile/area.ts'
import { rolesArea } from '../roles/area.ts'
import type { Area } from './area.ts'

/** Every subject of the console, in the order of the navigation. */
export const AREAS: readonly Area[] = [
  rolesArea,
  instanceProfilesArea,
  accessGraphArea,
  policyEditorArea,
  roleOrProfileArea,
]
