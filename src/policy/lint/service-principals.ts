/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services */
export const SERVICE_PRINCIPAL_FORMAT = 'service-name.amazonaws.com'
/** What `kms:ViaService` holds. */
export const REGIONAL_SERVICE_FORMAT = 'service-name.AWS_region.amazonaws.com'

/** Lower case and dotted. Some services have names outside amazonaws.com, so the domain is not held. */
export const isServicePrincipal = (text: string): boolean => /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(text)
