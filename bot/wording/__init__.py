"""Every sentence a person reads: the catalogues, and the cards made of their words."""
