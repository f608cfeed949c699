/**
 * Writes `models/<service>.json` from a botocore wheel: `node tools/import-models.ts botocore-1.43.107-py3-none-any.whl`.
 * The wheel comes from `pip download --no-deps botocore==1.43.107`. Needs `unzip`. Run `tools/generate-types.ts` afterwards.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ModelJson } from '../src/aws/model-file.ts'
import { BOTOCORE_VERSION, SELECTION } from './models/selection.ts'
import { formatModel, trimModel } from './models/trim.ts'

const MODELS = join(import.meta.dirname, '../models')

const wheel = process.argv[2]
if (!wheel || !basename(wheel).startsWith(`botocore-${BOTOCORE_VERSION}-`)) {
  console.error(`Name the wheel of botocore ${BOTOCORE_VERSION}; tools/models/selection.ts pins the version.`)
  process.exit(1)
}

for (const [service, { version, operations }] of Object.entries(SELECTION)) {
  const packed = execFileSync('unzip', ['-p', wheel, `botocore/data/${service}/${version}/service-2.json.gz`], {
    maxBuffer: 64 * 1024 * 1024,
  })
  // The pinned wheel holds models of this form; trimModel reads only what it knows.
  const model = JSON.parse(gunzipSync(packed).toString('utf8')) as ModelJson
  writeFileSync(join(MODELS, `${service}.json`), formatModel(trimModel(model, operations)))
}

writeFileSync(
  join(MODELS, 'NOTICE'),
  `The JSON files in this folder are derived from the service models of botocore ${BOTOCORE_VERSION}
(https://github.com/boto/botocore), Copyright Amazon.com, Inc. or its affiliates, licensed under the Apache License,
Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0).

Modified: documentation removed; operations selected; shapes that no selected operation uses and traits that only
clients read removed. The *.patch.json files are corrections of this project on top of them.
`,
)
