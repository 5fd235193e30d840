# SPDX-License-Identifier: Apache-2.0
# `cmake --install build/<board> --prefix DIR`: the SDK, a folder that may be moved
# (docs/sdk.md).  The trees of several boards may be installed into one folder.
include(CMakePackageConfigHelpers)
set(staging ${CMAKE_BINARY_DIR}/sdk)
set(here boards/${WRIT_BOARD})

# The flags of program.cmake, as words of a makefile.
foreach(flags COMPILE LINK DEFAULT)
	set(words ${WRIT_${flags}_FLAGS})
	list(REMOVE_ITEM words -mcpu=${WRIT_CPU})
	list(JOIN words " " WRIT_MAKE_${flags}_FLAGS)
endforeach()
configure_file(tools/sdk/writ.mk.in ${staging}/writ.mk @ONLY)
configure_file(tools/sdk/board.mk.in ${staging}/board.mk @ONLY)
write_basic_package_version_file(${staging}/WritConfigVersion.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)

install(FILES LICENSE tools/sdk/README.md tools/arm-none-eabi.cmake ${staging}/writ.mk DESTINATION .)
install(FILES $<TARGET_FILE:kernel> $<TARGET_FILE:init> $<TARGET_FILE:writ_user> ${WRIT_BOARD_JSON}
	${staging}/board.mk DESTINATION ${here})
install(FILES $<TARGET_OBJECTS:writ_start> DESTINATION ${here} RENAME crt0.o)
install(FILES ${WRIT_PROGRAM_SCRIPT} DESTINATION lib)
install(FILES tools/sdk/WritConfig.cmake tools/program.cmake tools/python.cmake ${staging}/WritConfigVersion.cmake
	DESTINATION lib/cmake/Writ)

install(DIRECTORY userland/lib/include/ DESTINATION include)
install(FILES kernel/abi.h kernel/status.h DESTINATION include/kernel)

# What the tools read beside those: not for programs.
install(FILES kernel/config.h DESTINATION tools/include/kernel)
install(FILES userland/init/layout_blob.h DESTINATION tools/include/userland/init)
install(PROGRAMS tools/boot.py tools/data_image.py tools/image.py tools/new.py DESTINATION tools)
install(FILES tools/common.py tools/interpreter.py DESTINATION tools)
install(DIRECTORY tools/sysgen DESTINATION tools PATTERN __pycache__ EXCLUDE)
install(DIRECTORY tools/templates DESTINATION tools PATTERN board EXCLUDE)

# Each folder as it is, but a project of their own above them.
install(DIRECTORY userland/examples DESTINATION . REGEX "/examples/CMakeLists\\.txt$" EXCLUDE)
install(FILES tools/sdk/examples.cmake DESTINATION examples RENAME CMakeLists.txt)
