/** Who stands in the audit for what was done by command on the machine itself: no account, and nobody can log in as it. */
export const commandLineAccount = '00000000-0000-7000-8000-00000000c11e'
