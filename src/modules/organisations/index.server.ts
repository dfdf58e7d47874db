export {
  addOrganisation,
  editOrganisation,
  getOrganisation,
  listOrganisations,
} from './organisation.server.ts'
export * from './operatorFacts.server.ts'
