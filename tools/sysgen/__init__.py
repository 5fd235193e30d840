# SPDX-License-Identifier: Apache-2.0
"""The system-description compiler: a description, a board and programs become a capability layout."""
