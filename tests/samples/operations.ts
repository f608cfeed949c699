/** Every operation that is implemented, read from the service tables themselves. */
import { type OperationModel, serviceModel } from '../../src/aws/model.ts'
import { notYet, type Operation, type ServiceName } from '../../src/aws/operation.ts'
import { accessAnalyzerService } from '../../src/services/access-analyzer.ts'
import { cloudtrailService } from '../../src/services/cloudtrail.ts'
import { cloudwatchService } from '../../src/services/cloudwatch.ts'
import { ec2Service } from '../../src/services/ec2.ts'
import { iamService } from '../../src/services/iam.ts'
import { iamToolboxService } from '../../src/services/iam-toolbox.ts'
import { logsService } from '../../src/services/logs.ts'
import { s3Service } from '../../src/services/s3.ts'
import { s3controlService } from '../../src/services/s3control.ts'
import { stsService } from '../../src/services/sts.ts'

export interface Implemented {
  readonly service: ServiceName
  readonly name: string
  readonly operation: Operation
  readonly model: OperationModel
}

export function implementedOperations(): readonly Implemented[] {
  return Object.entries(tables()).flatMap(([service, table]) => {
    // `tables` is keyed by service names.
    const name = service as ServiceName
    return Object.entries(table).flatMap(([operation, answer]): Implemented[] => {
      if (answer === notYet) return []
      const model = serviceModel(name).operations.get(operation)
      if (!model) throw new Error(`The model of ${service} has no ${operation}.`)
      return [{ service: name, name: operation, operation: answer, model }]
    })
  })
}

/**
 * Engines as far as authorization may ask them: S3's conditions on an object's tags need the tags. No handler runs on
 * these tables, so anything else is an error.
 */
const engine = (answers: Readonly<Record<string, unknown>> = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: it stands for whichever engine a table takes.
  new Proxy<any>(answers, {
    get(known: typeof answers, member) {
      if (typeof member === 'string' && Object.hasOwn(known, member)) return known[member]
      throw new Error(`an authorization check asked an engine for ${String(member)}`)
    },
  })

const objects = engine({ head: () => ({ metadata: { tags: { team: 'blue' } } }) })

const tables = (): Record<ServiceName, Readonly<Record<string, Operation | typeof notYet>>> => ({
  accessanalyzer: accessAnalyzerService,
  iam: iamService({ sealer: engine(), passwords: engine() }),
  'iam-toolbox': iamToolboxService(engine()),
  sts: stsService(engine(), engine()),
  ec2: ec2Service(),
  s3: s3Service(objects, { exists: () => true, stored: (_, { text }) => text, shown: (_, text) => text }),
  s3control: s3controlService,
  logs: logsService(engine()),
  cloudtrail: cloudtrailService(engine(), () => undefined, engine()),
  cloudwatch: cloudwatchService(engine()),
})
