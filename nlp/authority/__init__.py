"""Whether a draft shows the authority to set a procedure: what it cites, against what is known to be delegated."""

from nlp.authority.assess import DraftAuthority, assess

__all__ = ["DraftAuthority", "assess"]
