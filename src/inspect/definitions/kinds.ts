/** The kinds that scans of definitions report, with one line about each. */
export const DEFINITION_KINDS: readonly { readonly id: string; readonly about: string }[] = [
  { id: 'definition.override', about: 'Tells the model to ignore its instructions or its user.' },
  { id: 'definition.secrecy', about: 'Wants something kept from the user.' },
  { id: 'definition.pretence', about: 'Takes on the voice of the system or the user, or speaks to the model by name.' },
  {
    id: 'definition.errand',
    about: 'Sends the model to secrets, to its conversation, to other tools or to a foreign address.',
  },
  { id: 'definition.preference', about: 'Pleads to be chosen over other tools.' },
  { id: 'definition.concealed', about: 'Holds text that a person does not see.' },
  { id: 'definition.shadowing', about: 'Gives orders about a tool of another server.' },
  { id: 'definition.lookalike', about: 'Has a name that looks like one of another server.' },
  { id: 'definition.impersonation', about: 'Passes for a tool of another server.' },
  { id: 'definition.name-clash', about: 'Has a name that another server has as well.' },
  { id: 'definition.asks-context', about: 'Asks for the conversation, the instructions or the thoughts of the model.' },
  { id: 'definition.asks-credential', about: 'Asks the model for a secret.' },
  { id: 'definition.repeats-credential', about: 'Says a credential that a server is given.' },
  { id: 'definition.broad', about: 'Takes anything, or any command.' },
  { id: 'definition.unread', about: 'Is too large to be looked at whole.' },
];
