import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { coresOf, type InstanceTypeFacts, instanceTypeFacts, knownInstanceTypes } from './instance-types.ts'

/** The types whose facts are kept here; others are launched all the same. */
export const DescribeInstanceTypes = operation('ec2', 'DescribeInstanceTypes', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeInstanceTypes', call)] },
  read({ input, fail }) {
    refusePagedIds(input.InstanceTypes, 'instanceTypes', input, fail)
    const names = input.InstanceTypes ?? []
    const missing = names.filter((name) => instanceTypeFacts(name) === undefined)
    if (missing.length > 0) {
      fail('InvalidInstanceType', `The following supplied instance types do not exist: [${missing.join(', ')}]`)
    }
    const asked = knownInstanceTypes().filter(({ type }) => names.length === 0 || names.includes(type))
    const matching = filtered(asked, input.Filters, FILTERS, fail)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ type }) => type, input, fail)
    return { InstanceTypes: items.map(describe), NextToken: next }
  },
})

function describe(facts: InstanceTypeFacts) {
  const nitro = facts.hypervisor === 'nitro'
  return {
    InstanceType: facts.type,
    CurrentGeneration: !facts.type.startsWith('m1.'),
    SupportedUsageClasses: ['on-demand', 'spot'],
    BurstablePerformanceSupported: facts.burstable,
    ProcessorInfo: { SupportedArchitectures: [facts.architecture] },
    VCpuInfo: {
      DefaultVCpus: facts.vcpus,
      DefaultCores: coresOf(facts),
      DefaultThreadsPerCore: facts.threadsPerCore,
    },
    MemoryInfo: { SizeInMiB: facts.memoryMiB },
    EbsInfo: {
      EbsOptimizedSupport: nitro ? 'default' : 'unsupported',
      EncryptionSupport: 'supported',
      NvmeSupport: nitro ? 'required' : 'unsupported',
    },
    NetworkInfo: {
      MaximumNetworkCards: 1,
      DefaultNetworkCardIndex: 0,
      EnaSupport: nitro ? 'required' : 'unsupported',
      Ipv6Supported: !facts.type.startsWith('m1.'),
    },
    PlacementGroupInfo: { SupportedStrategies: placementStrategies(facts) },
    SupportedVirtualizationTypes: ['hvm'],
    SupportedRootDeviceTypes: ['ebs'],
    InstanceStorageSupported: false,
    BareMetal: false,
    Hypervisor: facts.hypervisor,
  }
}

/** Burstable types and those of the first generation cannot stand close together. */
const placementStrategies = ({ type, burstable }: InstanceTypeFacts): readonly string[] =>
  burstable || type.startsWith('m1.') ? ['partition', 'spread'] : ['cluster', 'partition', 'spread']

const FILTERS: FilterFields<InstanceTypeFacts> = {
  'bare-metal': () => [false],
  'burstable-performance-supported': ({ burstable }) => [burstable],
  'current-generation': ({ type }) => [!type.startsWith('m1.')],
  hypervisor: ({ hypervisor }) => [hypervisor],
  'instance-storage-supported': () => [false],
  'instance-type': ({ type }) => [type],
  'memory-info.size-in-mib': ({ memoryMiB }) => [memoryMiB],
  'processor-info.supported-architecture': ({ architecture }) => [architecture],
  'supported-root-device-type': () => ['ebs'],
  'supported-usage-class': () => ['on-demand', 'spot'],
  'supported-virtualization-type': () => ['hvm'],
  'vcpu-info.default-cores': (facts) => [coresOf(facts)],
  'vcpu-info.default-threads-per-core': ({ threadsPerCore }) => [threadsPerCore],
  'vcpu-info.default-vcpus': ({ vcpus }) => [vcpus],
}
