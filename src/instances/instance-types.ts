/**
 * Facts of instance types: default vCPUs and memory. Types are named by family and size; what a family's sizes have in
 * common stands once. https://aws.amazon.com/ec2/instance-types/
 */
export interface InstanceTypeFacts {
  readonly type: string
  readonly vcpus: number
  readonly memoryMiB: number
  readonly architecture: 'x86_64' | 'arm64'
  readonly burstable: boolean
  readonly threadsPerCore: 1 | 2
  readonly hypervisor: 'nitro' | 'xen'
}

interface Family {
  readonly architecture: 'x86_64' | 'arm64'
  readonly burstable: boolean
  readonly threadsPerCore: 1 | 2
  /** GiB of memory a vCPU, for families whose sizes scale. */
  readonly ratio: number
  readonly sizes: readonly string[]
}

/** vCPUs of a size in families that scale. */
const SIZE_VCPUS: Readonly<Record<string, number>> = {
  medium: 1,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '4xlarge': 16,
  '8xlarge': 32,
  '12xlarge': 48,
  '16xlarge': 64,
  '24xlarge': 96,
}

const X86_SIZES = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge'] as const
const ARM_SIZES = ['medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'] as const

const x86 = (ratio: number): Family => ({
  architecture: 'x86_64',
  burstable: false,
  threadsPerCore: 2,
  ratio,
  sizes: X86_SIZES,
})
const arm = (ratio: number): Family => ({
  architecture: 'arm64',
  burstable: false,
  threadsPerCore: 1,
  ratio,
  sizes: ARM_SIZES,
})

const FAMILIES: Readonly<Record<string, Family>> = {
  c5: { ...x86(2), sizes: ['large', 'xlarge', '2xlarge', '4xlarge', '12xlarge', '24xlarge'] },
  m5: x86(4),
  r5: x86(8),
  c6i: x86(2),
  m6i: x86(4),
  r6i: x86(8),
  c6a: x86(2),
  m6a: x86(4),
  r6a: x86(8),
  c7i: x86(2),
  m7i: x86(4),
  r7i: x86(8),
  c6g: arm(2),
  m6g: arm(4),
  r6g: arm(8),
  c7g: arm(2),
  m7g: arm(4),
  r7g: arm(8),
  c8g: arm(2),
  m8g: arm(4),
  r8g: arm(8),
}

/** Memory in MiB of burstable sizes; all but those below `medium` in t2 have two vCPUs up to `large`. */
const BURSTABLE_MEMORY: Readonly<Record<string, number>> = {
  nano: 512,
  micro: 1024,
  small: 2048,
  medium: 4096,
  large: 8192,
  xlarge: 16384,
  '2xlarge': 32768,
}

const T2_VCPUS: Readonly<Record<string, number>> = { nano: 1, micro: 1, small: 1 }

/** The facts of a type, or undefined for types whose facts are not kept here. */
export function instanceTypeFacts(type: string): InstanceTypeFacts | undefined {
  const [family = '', size = ''] = type.split('.')
  return type === M1_SMALL.type ? M1_SMALL : (burstable(type, family, size) ?? scaling(type, family, size))
}

/** What RunInstances launches when no type is named. */
const M1_SMALL: InstanceTypeFacts = {
  type: 'm1.small',
  vcpus: 1,
  memoryMiB: 1740,
  architecture: 'x86_64',
  burstable: false,
  threadsPerCore: 1,
  hypervisor: 'xen',
}

function burstable(type: string, family: string, size: string): InstanceTypeFacts | undefined {
  const memoryMiB = BURSTABLE_MEMORY[size]
  if (memoryMiB === undefined || !/^t(?:2|3a?|4g)$/.test(family)) return undefined
  const wide = size === 'xlarge' ? 4 : size === '2xlarge' ? 8 : 2
  const arm64 = family === 't4g'
  return {
    type,
    vcpus: family === 't2' ? (T2_VCPUS[size] ?? wide) : wide,
    memoryMiB,
    architecture: arm64 ? 'arm64' : 'x86_64',
    burstable: true,
    threadsPerCore: arm64 || family === 't2' ? 1 : 2,
    hypervisor: family === 't2' ? 'xen' : 'nitro',
  }
}

function scaling(type: string, name: string, size: string): InstanceTypeFacts | undefined {
  const family = FAMILIES[name]
  const vcpus = SIZE_VCPUS[size]
  if (!family || vcpus === undefined || !family.sizes.includes(size)) return undefined
  const { architecture, threadsPerCore } = family
  const memoryMiB = vcpus * family.ratio * 1024
  return { type, vcpus, memoryMiB, architecture, burstable: false, threadsPerCore, hypervisor: 'nitro' }
}

export const coresOf = ({ vcpus, threadsPerCore }: InstanceTypeFacts): number => Math.max(1, vcpus / threadsPerCore)

/** Every type whose facts are kept, in the order of families and sizes. */
export function knownInstanceTypes(): readonly InstanceTypeFacts[] {
  const names: string[] = [M1_SMALL.type]
  const burstables = ['t2', 't3', 't3a', 't4g'].flatMap((family) =>
    Object.keys(BURSTABLE_MEMORY).map((size) => `${family}.${size}`),
  )
  names.push(...burstables)
  for (const [name, family] of Object.entries(FAMILIES)) names.push(...family.sizes.map((size) => `${name}.${size}`))
  return names.flatMap((name) => instanceTypeFacts(name) ?? [])
}

/** `arm64` for Graviton families (a `g` after the generation), else `x86_64`. */
export const architectureOf = (type: string): 'x86_64' | 'arm64' =>
  /^(?:a1|[a-z]+\d+g[a-z]*)\./.test(type) ? 'arm64' : 'x86_64'

/** True for the families that have CPU credits. */
export const isBurstable = (type: string): boolean => /^t\d/.test(type)
