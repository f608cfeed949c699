import { createHash } from 'node:crypto'
import type { Place } from '../records.ts'

/** Who publishes images, by account. `alias`: what `--owners` and ec2:Owner call it. */
const OWNERS = {
  'amazon-linux': { account: '137112412989', alias: 'amazon' },
  canonical: { account: '099720109477', alias: 'amazon' },
  debian: { account: '136693071363', alias: 'amazon' },
} as const

interface Release {
  readonly owner: keyof typeof OWNERS
  /** `{arch}` stands for the architecture as the publisher writes it. */
  readonly name: string
  readonly description: string
  readonly architectures: Readonly<Partial<Record<Architecture, string>>>
  /** ISO 8601 with milliseconds, as EC2 writes it. */
  readonly created: string
  readonly rootDevice: '/dev/xvda' | '/dev/sda1'
  readonly volumeType: 'gp2' | 'gp3'
  /** GiB. */
  readonly size: number
  /** The image says that instances of it need tokens. */
  readonly imdsV2: boolean
}

type Architecture = 'x86_64' | 'arm64'

const BOTH = { x86_64: 'x86_64', arm64: 'arm64' } as const
const DEBIAN_NAMES = { x86_64: 'amd64', arm64: 'arm64' } as const

const amazonLinux2023 = (version: string, created: string): Release => ({
  owner: 'amazon-linux',
  name: `al2023-ami-${version}-kernel-6.1-{arch}`,
  description: `Amazon Linux 2023 AMI ${version} {arch} HVM kernel-6.1`,
  architectures: BOTH,
  created,
  rootDevice: '/dev/xvda',
  volumeType: 'gp3',
  size: 8,
  imdsV2: true,
})

const ubuntu = (codename: string, version: string, serial: string, created: string, folder: string): Release => ({
  owner: 'canonical',
  name: `ubuntu/images/${folder}/ubuntu-${codename}-${version}-{arch}-server-${serial}`,
  description: `Canonical, Ubuntu, ${version}, {arch} ${codename} image`,
  architectures: DEBIAN_NAMES,
  created,
  rootDevice: '/dev/sda1',
  volumeType: folder === 'hvm-ssd-gp3' ? 'gp3' : 'gp2',
  size: 8,
  imdsV2: false,
})

/**
 * What `data.aws_ami` and `describe-images` look for. Names, owners and properties are as the publishers choose them; the
 * ids are this program's own. Releases that are there twice let `most_recent` choose.
 */
const RELEASES: readonly Release[] = [
  amazonLinux2023('2023.5.20241001.1', '2024-10-03T19:42:21.000Z'),
  amazonLinux2023('2023.6.20241121.0', '2024-11-22T22:13:30.000Z'),
  {
    owner: 'amazon-linux',
    name: 'amzn2-ami-hvm-2.0.20241113.1-{arch}-gp2',
    description: 'Amazon Linux 2 AMI 2.0.20241113.1 {arch} HVM gp2',
    architectures: BOTH,
    created: '2024-11-15T21:10:44.000Z',
    rootDevice: '/dev/xvda',
    volumeType: 'gp2',
    size: 8,
    imdsV2: false,
  },
  ubuntu('jammy', '22.04', '20241112', '2024-11-12T07:31:02.000Z', 'hvm-ssd'),
  ubuntu('noble', '24.04', '20240927', '2024-09-27T10:02:57.000Z', 'hvm-ssd-gp3'),
  ubuntu('noble', '24.04', '20241109', '2024-11-09T12:18:09.000Z', 'hvm-ssd-gp3'),
  {
    owner: 'debian',
    name: 'debian-12-{arch}-20241110-1927',
    description: 'Debian 12 (20241110-1927)',
    architectures: DEBIAN_NAMES,
    created: '2024-11-10T21:03:51.000Z',
    rootDevice: '/dev/xvda',
    volumeType: 'gp3',
    size: 8,
    imdsV2: true,
  },
]

/** What an instance takes from its image. */
export interface LaunchImage {
  readonly id: string
  readonly rootDevice: string
  /** GiB of the root volume, which cannot be made smaller. */
  readonly size: number
  readonly volumeType: string
  readonly snapshotId: string | undefined
  readonly imdsV2: boolean
  /** undefined: it fits every instance type. */
  readonly architecture: Architecture | undefined
  /** undefined: nobody said whose it is. */
  readonly published: PublishedImage | undefined
}

export interface PublishedImage {
  readonly name: string
  readonly description: string
  readonly owner: string
  readonly ownerAlias: string
  readonly created: string
}

/** The images of the catalogue in the region. */
export function publishedImages(region: string): readonly LaunchImage[] {
  const found = known.get(region)
  if (found) return found
  const images = RELEASES.flatMap((release) =>
    (['x86_64', 'arm64'] as const).flatMap((architecture) => imagesOf(release, architecture, region)),
  )
  if (known.size >= KNOWN_LIMIT) known.clear()
  known.set(region, images)
  return images
}

const known = new Map<string, readonly LaunchImage[]>()
const KNOWN_LIMIT = 100

/**
 * The image that a launch in the region names. An id that is in no catalogue stands for an image of which nothing is
 * known but that it runs: Rolecall boots nothing, and configurations name the images of their own AWS account.
 * See docs/decisions/0019-any-image-launches.md.
 */
export function launchImage(id: string, { region }: Pick<Place, 'region'>): LaunchImage {
  return (
    publishedImages(region).find((image) => image.id === id) ?? {
      id,
      rootDevice: '/dev/xvda',
      size: 8,
      volumeType: 'gp3',
      snapshotId: undefined,
      imdsV2: true,
      architecture: undefined,
      published: undefined,
    }
  )
}

function imagesOf(release: Release, architecture: Architecture, region: string): readonly LaunchImage[] {
  const spelling = release.architectures[architecture]
  if (spelling === undefined) return []
  const name = release.name.replace('{arch}', spelling)
  const { account, alias } = OWNERS[release.owner]
  const id = (prefix: string) =>
    `${prefix}-0${createHash('sha256').update(`${region}/${name}/${prefix}`).digest('hex').slice(0, 16)}`
  return [
    {
      id: id('ami'),
      rootDevice: release.rootDevice,
      size: release.size,
      volumeType: release.volumeType,
      snapshotId: id('snap'),
      imdsV2: release.imdsV2,
      architecture,
      published: {
        name,
        description: release.description.replace('{arch}', spelling),
        owner: account,
        ownerAlias: alias,
        created: release.created,
      },
    },
  ]
}
