"""gunicorn with our application and settings, without its own configuration file."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication

from review_app.app import create_app
from review_app.config import Settings
from review_app.services.office import open_office


class WebServer(BaseApplication):  # type: ignore[misc]
    """The web processes. Each opens the office for itself after the fork, so no connection is shared."""

    def __init__(self, settings: Settings, host: str, port: int, workers: int, threads: int) -> None:
        self.settings = settings
        self.options: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 10,
            "worker_tmp_dir": str(settings.data.absolute()),
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application of one web process."""
        return create_app(open_office(self.settings))
