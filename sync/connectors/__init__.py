"""One central back office per folder, each speaking its own documents."""
