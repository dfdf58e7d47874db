export * from './operatorFacts.server.ts'
export {
  addOrganisation,
  editOrganisation,
  getOrganisation,
  listOrganisations,
} from './organisation.server.ts'
