import type { Area } from '../app/area.ts'

export const bucketsArea: Area = {
  section: 'Storage and monitoring',
  links: [{ text: 'Buckets', href: '/s3' }],
  pages: [
    { path: '/s3', load: () => import('./BucketsPage.tsx') },
    // No page of a bucket ends like this, so that a bucket may be called `bucket`.
    { path: '/s3/bucket/create', load: () => import('./CreateBucketPage.tsx') },
    { path: '/s3/:bucket', load: () => import('./BucketPage.tsx') },
    { path: '/s3/:bucket/object', needs: 'key', load: () => import('./objects/ObjectPage.tsx') },
    { path: '/s3/:bucket/upload', load: () => import('./upload/UploadPage.tsx') },
    { path: '/s3/:bucket/create-folder', load: () => import('./objects/CreateFolderPage.tsx') },
    { path: '/s3/:bucket/tags', load: () => import('./EditTagsPage.tsx') },
    { path: '/s3/:bucket/policy', load: () => import('./permissions/EditPolicyPage.tsx') },
    { path: '/s3/:bucket/public-access', load: () => import('./permissions/EditPublicAccessPage.tsx') },
    { path: '/s3/:bucket/ownership', load: () => import('./permissions/EditOwnershipPage.tsx') },
  ],
}
